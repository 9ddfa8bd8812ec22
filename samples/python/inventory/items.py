from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Supplier:
    code: str
    name: str
    lead_time_days: int = 7


@dataclass
class Item:
    sku: str
    title: str
    unit_price: Decimal
    supplier: Supplier
    quantity: int = 0
    reorder_level: int = 5
    tags: list[str] = field(default_factory=list)

    @property
    def stock_value(self) -> Decimal:
        return self.unit_price * self.quantity

    @property
    def is_low(self) -> bool:
        return self.quantity <= self.reorder_level

    def has_tag(self, tag: str) -> bool:
        return tag in self.tags


@dataclass(frozen=True)
class Movement:
    sku: str
    quantity: int
    reason: str
    happened_on: date

    @property
    def is_incoming(self) -> bool:
        return self.quantity > 0
