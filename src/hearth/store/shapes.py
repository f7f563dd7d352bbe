"""How records and aggregate rows lie in Parquet: the columns of a dataset, and those of aggregate rows."""

from __future__ import annotations

import pyarrow as pa

from hearth.framework.counting import COMPONENTS
from hearth.framework.datasets import Dataset, Field, FieldType

__all__ = ["AGGREGATES", "ALL", "record_schema"]

ALL = ""
"""The breakdown and the group of a row that is about everyone."""

_TYPES = {
    FieldType.WHOLE: pa.int64(),
    FieldType.DATE: pa.date32(),
    FieldType.BOOLEAN: pa.bool_(),
    FieldType.CODE: pa.string(),
    FieldType.TEXT: pa.string(),
    FieldType.PLACE: pa.string(),
}

AGGREGATES = pa.schema(
    [
        pa.field("figure", pa.string(), nullable=False),
        pa.field("place", pa.string(), nullable=False),
        pa.field("breakdown", pa.string(), nullable=False),
        pa.field("group", pa.string(), nullable=False),
        *(pa.field(f"{name}_{end}", pa.int64()) for name in COMPONENTS for end in ("low", "high")),
    ]
)
"""One row for each figure, place and group. Each count has a low and a high, equal where it is known exactly."""


def record_schema(dataset: Dataset) -> pa.Schema:
    """The columns in which the dataset's records are kept, in the order of its fields."""
    return pa.schema([pa.field(each.name, _type_of(each)) for each in dataset.fields])


def _type_of(each: Field) -> pa.DataType:
    return pa.decimal128(18, each.places) if each.type is FieldType.DECIMAL else _TYPES[each.type]
