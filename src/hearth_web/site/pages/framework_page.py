"""To be written."""


def body(*a, **k):
    raise NotImplementedError
