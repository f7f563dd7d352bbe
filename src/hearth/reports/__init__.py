"""What we tell: charts, workbooks and documents. Empty as yet."""
