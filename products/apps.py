from django.apps import AppConfig


class ProductsConfig(AppConfig):
    name = "products"

    def ready(self):
        """Put functions behind the names of the transition table, and follow the names of producers."""
        from core.triggers import protect
        from producers.followers import follows
        from products import deadlines, guards, rules  # noqa: F401
        from products.services import follow_producer

        follows(follow_producer)
        protect("products_regulationtext")
