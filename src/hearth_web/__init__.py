"""The web house around hearth: the only place that knows a request, a user or a row of a database."""
