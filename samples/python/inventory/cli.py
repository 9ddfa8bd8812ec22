import argparse
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

from .errors import InventoryError
from .export import export_items_as_csv, export_items_as_json
from .items import Item, Supplier
from .report import print_all_items, print_items_of_supplier, print_items_with_tag
from .store import Store


def example_store() -> Store:
    store = Store()
    acme = Supplier("ACME", "Acme Tools", lead_time_days=3)
    north = Supplier("NORTH", "Northern Timber")
    store.add_supplier(acme)
    store.add_supplier(north)
    store.add_item(Item("H-100", "Claw hammer", Decimal("14.90"), acme, quantity=12, tags=["hand tool"]))
    store.add_item(Item("S-200", "Hand saw", Decimal("19.50"), acme, quantity=3, tags=["hand tool"]))
    store.add_item(Item("B-300", "Oak board 2 m", Decimal("32.00"), north, quantity=40, tags=["timber"]))
    store.receive("S-200", 10, date(2024, 3, 1))
    return store


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="inventory")
    parser.add_argument("--tag", help="only items with this tag")
    parser.add_argument("--supplier", help="only items of the supplier with this code")
    parser.add_argument("--csv", type=Path, help="write the items to this file")
    parser.add_argument("--json", type=Path, help="write the items to this file")
    options = parser.parse_args(arguments)
    store = example_store()
    try:
        if options.csv:
            print(f"{export_items_as_csv(store, options.csv)} items written")
        elif options.json:
            print(f"{export_items_as_json(store, options.json)} items written")
        elif options.tag:
            print_items_with_tag(store, options.tag)
        elif options.supplier:
            print_items_of_supplier(store, options.supplier)
        else:
            print_all_items(store)
    except InventoryError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
