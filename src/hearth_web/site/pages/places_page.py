"""To be written."""


def hubs(*a, **k):
    raise NotImplementedError


def wards(*a, **k):
    raise NotImplementedError
