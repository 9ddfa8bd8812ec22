from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from .errors import DuplicateItemError, NotEnoughStockError, UnknownItemError
from .items import Item, Movement, Supplier


class Store:
    def __init__(self) -> None:
        self._items: dict[str, Item] = {}
        self._suppliers: dict[str, Supplier] = {}
        self._movements: list[Movement] = []

    def add_supplier(self, supplier: Supplier) -> None:
        self._suppliers[supplier.code] = supplier

    def find_supplier(self, code: str) -> Supplier | None:
        return self._suppliers.get(code)

    def add_item(self, item: Item) -> None:
        if item.sku in self._items:
            raise DuplicateItemError(item.sku)
        self._items[item.sku] = item

    def find_item(self, sku: str) -> Item | None:
        return self._items.get(sku)

    def get_item(self, sku: str) -> Item:
        item = self._items.get(sku)
        if item is None:
            raise UnknownItemError(sku)
        return item

    def receive(self, sku: str, quantity: int, happened_on: date) -> Item:
        item = self.get_item(sku)
        item.quantity += quantity
        self._movements.append(Movement(sku, quantity, "received", happened_on))
        return item

    def ship(self, sku: str, quantity: int, happened_on: date) -> Item:
        item = self.get_item(sku)
        if item.quantity < quantity:
            raise NotEnoughStockError(sku, quantity, item.quantity)
        item.quantity -= quantity
        self._movements.append(Movement(sku, -quantity, "shipped", happened_on))
        return item

    def items_in_order(self) -> list[Item]:
        return sorted(self._items.values(), key=lambda item: item.title)

    def low_items(self) -> list[Item]:
        return [item for item in self.items_in_order() if item.is_low]

    def items_with_tag(self, tag: str) -> list[Item]:
        return [item for item in self.items_in_order() if item.has_tag(tag)]

    def items_of_supplier(self, code: str) -> list[Item]:
        return [item for item in self.items_in_order() if item.supplier.code == code]

    def movements_of(self, sku: str) -> Iterator[Movement]:
        return (movement for movement in self._movements if movement.sku == sku)

    def total_value(self) -> Decimal:
        return sum((item.stock_value for item in self._items.values()), Decimal(0))
