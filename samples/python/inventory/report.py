from .items import Item
from .store import Store


def format_item(item: Item) -> str:
    return f"{item.sku:<10} {item.title:<30} {item.quantity:>6} {item.stock_value:>12.2f}"


def print_all_items(store: Store) -> None:
    for item in store.items_in_order():
        print(format_item(item))
    print(f"Total value: {store.total_value():.2f}")


def print_items_with_tag(store: Store, tag: str) -> None:
    for item in store.items_with_tag(tag):
        print(format_item(item))


def print_items_of_supplier(store: Store, code: str) -> None:
    supplier = store.find_supplier(code)
    if supplier is None:
        print(f"No supplier has the code {code!r}")
        return
    for item in store.items_of_supplier(code):
        print(format_item(item))


def print_movements(store: Store, sku: str) -> None:
    item = store.get_item(sku)
    print(item.title)
    for movement in store.movements_of(sku):
        print(f"{movement.happened_on} {movement.quantity:>+6} {movement.reason}")
