"""What the database itself forbids of step 5: a sheet once used, and a text once published, never change (design §5)."""

from core.triggers import protect

# A used sheet may still be retired by its next version; nothing else of it changes.
KEPT = (
    "code", "version", "product_set_id", "title", "complete", "incomplete_reason", "marks_known", "disqualifiers",
    "content_hash", "loaded_at",
)  # fmt: skip
USED = "(SELECT used_at FROM evaluations_rubric WHERE id = {row}.rubric_id) IS NOT NULL"
OPTION_USED = (
    "(SELECT r.used_at FROM evaluations_rubric r JOIN evaluations_criterion c ON c.rubric_id = r.id "
    "WHERE c.id = {row}.criterion_id) IS NOT NULL"
)


def protect_rubrics() -> None:
    """Declare the guards; `core.triggers` lays them after every migrate."""
    changed = " OR ".join(f"NEW.{name} <> OLD.{name}" for name in KEPT)
    protect(
        "evaluations_rubric",
        when="{row}.used_at IS NOT NULL",
        update_when=f"OLD.used_at IS NOT NULL AND (NEW.used_at IS NULL OR NEW.used_at <> OLD.used_at OR {changed})",
    )
    for table in ("section", "criterion", "stargate", "knockout"):
        protect(f"evaluations_{table}", insert=True, when=USED)
    protect("evaluations_option", insert=True, when=OPTION_USED)
    protect("evaluations_criteriadraft", when="{row}.published_at IS NOT NULL OR {row}.dropped_at IS NOT NULL")
