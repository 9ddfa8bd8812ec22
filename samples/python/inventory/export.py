import csv
import json
from pathlib import Path

from .store import Store

ITEM_COLUMNS = ["sku", "title", "quantity", "unit_price", "supplier"]


def export_items_as_csv(store: Store, path: Path) -> int:
    items = store.items_in_order()
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=ITEM_COLUMNS)
        writer.writeheader()
        for item in items:
            writer.writerow(
                {
                    "sku": item.sku,
                    "title": item.title,
                    "quantity": item.quantity,
                    "unit_price": str(item.unit_price),
                    "supplier": item.supplier.code,
                }
            )
    return len(items)


def export_items_as_json(store: Store, path: Path) -> int:
    items = store.items_in_order()
    rows = [
        {
            "sku": item.sku,
            "title": item.title,
            "quantity": item.quantity,
            "unit_price": str(item.unit_price),
            "supplier": item.supplier.code,
        }
        for item in items
    ]
    path.write_text(json.dumps(rows, indent=2), encoding="utf-8")
    return len(items)
