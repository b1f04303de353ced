"""Load the rewards of provinces that were found."""

from django.core.management.base import BaseCommand

from districts.rewards import load_reward_rules


class Command(BaseCommand):
    help = "Nạp mức thưởng của các tỉnh đã tìm thấy; quy định chưa có căn cứ pháp lý thì chưa dùng để chi."

    def handle(self, *args, **options):
        self.stdout.write(f"Đã nạp {load_reward_rules()} quy định thưởng.")
