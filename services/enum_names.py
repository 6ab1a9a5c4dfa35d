"""What the API's description calls the sets of choices of this app; read by the settings."""

NAMES = {
    "ItemType": "services.item_choices.ItemType",
    "ItemLevel": "services.item_choices.ItemLevel",
    "ItemAudience": "services.item_choices.Audience",
    "HandlingKind": "services.item_choices.HandlingKind",
    "LimitUnit": "services.item_choices.LimitUnit",
    "VillageRole": "services.item_choices.VillageRole",
    "MaterialSource": "services.item_choices.MaterialSource",
    "MaterialForm": "services.item_choices.MaterialForm",
    "WindowKind": "services.models.stationing.WindowKind",
}
