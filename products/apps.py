from django.apps import AppConfig


class ProductsConfig(AppConfig):
    name = "products"

    def ready(self):
        """Put functions behind the names of the transition table, and follow the names of producers."""
        from core import audit, files
        from core.triggers import protect
        from producers.followers import follows
        from products import deadlines, guards, rules  # noqa: F401
        from products.selectors.support import unbalanced
        from products.services import follow_producer

        follows(follow_producer)
        protect("products_regulationtext")
        # What was sent, and every line of a ledger, stays as it was written.
        protect("products_sentpaper")
        protect("products_supportentry")
        files.gate("products.milestone", guards.reaches_milestone)
        audit.register_check(unbalanced)
