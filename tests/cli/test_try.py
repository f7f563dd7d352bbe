from cli.conftest import SCORECARD


def test_x(hearth, store, monkeypatch):
    with open("/tmp/try.out", "w") as f:
        for a in ([], ["--measure", "attendances"], ["--place", "D2"]):
            r = hearth("count", SCORECARD, "--store", store, *a)
            print(r.status, r.out, r.err, file=f)
        print(hearth("framework", "show", SCORECARD).out, file=f)
