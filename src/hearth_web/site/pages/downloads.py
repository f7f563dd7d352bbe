"""To be written."""


def of_measure(*a, **k):
    raise NotImplementedError


def of_measure_at(*a, **k):
    raise NotImplementedError


def of_hub(*a, **k):
    raise NotImplementedError


def of_ward(*a, **k):
    raise NotImplementedError


def chart_svg(*a, **k):
    raise NotImplementedError


def chart_png(*a, **k):
    raise NotImplementedError


def chart_csv(*a, **k):
    raise NotImplementedError


def files_page(*a, **k):
    raise NotImplementedError


def release_file(*a, **k):
    raise NotImplementedError
