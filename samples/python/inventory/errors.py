class InventoryError(Exception):
    """Something the person at the counter can put right."""


class UnknownItemError(InventoryError):
    def __init__(self, sku: str) -> None:
        super().__init__(f"No item has the number {sku!r}")
        self.sku = sku


class DuplicateItemError(InventoryError):
    def __init__(self, sku: str) -> None:
        super().__init__(f"An item with the number {sku!r} exists already")
        self.sku = sku


class NotEnoughStockError(InventoryError):
    def __init__(self, sku: str, wanted: int, available: int) -> None:
        super().__init__(f"Only {available} of {sku!r} are left, {wanted} were asked for")
        self.sku = sku
        self.wanted = wanted
        self.available = available
