"""What we tell: charts; workbooks and documents in time."""
