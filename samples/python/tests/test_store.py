import unittest
from datetime import date
from decimal import Decimal

from inventory.errors import DuplicateItemError, NotEnoughStockError, UnknownItemError
from inventory.items import Item, Supplier
from inventory.store import Store

ACME = Supplier("ACME", "Acme Tools")


def make_item(sku: str, quantity: int = 10) -> Item:
    return Item(sku, f"Item {sku}", Decimal("2.50"), ACME, quantity=quantity)


class StoreTest(unittest.TestCase):
    def setUp(self) -> None:
        self.store = Store()
        self.store.add_supplier(ACME)
        self.store.add_item(make_item("A-1"))

    def test_find_item(self) -> None:
        item = self.store.find_item("A-1")
        self.assertIsNotNone(item)

    def test_find_item_that_is_unknown(self) -> None:
        item = self.store.find_item("Z-9")
        self.assertIsNone(item)

    def test_get_item_that_is_unknown(self) -> None:
        with self.assertRaises(UnknownItemError):
            self.store.get_item("Z-9")

    def test_add_item_twice(self) -> None:
        with self.assertRaises(DuplicateItemError):
            self.store.add_item(make_item("A-1"))

    def test_receive(self) -> None:
        item = self.store.receive("A-1", 5, date(2024, 3, 1))
        self.assertEqual(item.quantity, 15)

    def test_ship(self) -> None:
        item = self.store.ship("A-1", 4, date(2024, 3, 1))
        self.assertEqual(item.quantity, 6)

    def test_ship_more_than_there_is(self) -> None:
        with self.assertRaises(NotEnoughStockError):
            self.store.ship("A-1", 11, date(2024, 3, 1))

    def test_low_items(self) -> None:
        self.store.add_item(make_item("A-2", quantity=1))
        self.assertEqual([item.sku for item in self.store.low_items()], ["A-2"])

    def test_total_value(self) -> None:
        self.assertEqual(self.store.total_value(), Decimal("25.00"))


if __name__ == "__main__":
    unittest.main()
