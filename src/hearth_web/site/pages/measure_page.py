"""To be written."""


def body(*a, **k):
    raise NotImplementedError


def body_at(*a, **k):
    raise NotImplementedError
