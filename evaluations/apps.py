from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvaluationsConfig(AppConfig):
    name = "evaluations"

    def ready(self):
        """Put functions behind names: guards and actors of step 5, gates of files, the check of closed sessions, addresses."""
        from core import audit, files, triggers, uploads
        from evaluations import guards
        from evaluations.recordguards import protect_rubrics
        from evaluations.selectors.seals import closed_sessions, filed_forms, issued_papers
        from products.cycle import TABLE
        from products.selectors import PAGES, VERBS

        protect_rubrics()
        files.gate("evaluations.dossier", guards.reaches_dossier)
        uploads.place("evaluations.dossier", guards.takes_uploads)
        files.gate("evaluations.certificate", guards.reaches_certificate)
        files.gate("evaluations.paper", guards.reaches_paper)
        files.gate("evaluations.papersheet", guards.reaches_paper_sheet)
        files.gate("evaluations.practice", guards.reaches_practice)
        audit.register_check(closed_sessions)
        # What was saved stays; marks of a sheet that is handed in or locked are shut in the database itself.
        triggers.protect("evaluations_scorechange")
        triggers.protect("evaluations_result")
        # Until the product is locked the chair may give a sheet back to its member (services.reopening).
        locked = (
            "EXISTS (SELECT 1 FROM evaluations_sessionproduct p WHERE p.id = {row}.item_id"
            " AND (p.state IN ('locked', 'closed') OR p.scoring_round > {row}.scoring_round))"
        )
        triggers.protect("evaluations_scoresheet", when="{row}.state = 'submitted' AND " + locked)
        triggers.protect("evaluations_papertyping")
        triggers.protect("evaluations_paperanswer")
        triggers.protect("evaluations_paperentry", update=False)
        shut = "EXISTS (SELECT 1 FROM evaluations_scoresheet s WHERE s.id = {row}.sheet_id AND s.locked)"
        triggers.protect("evaluations_score", insert=True, when=shut)
        # Acts on a certificate and written opinions stay for good, in the database itself (design §8).
        triggers.protect("evaluations_withdrawal", update=False)
        triggers.protect("evaluations_writtenopinion")
        files.gate("evaluations.inspection", guards.reaches_inspection)
        files.gate("evaluations.reminder", guards.is_the_person)  # letters to print are for who asked for them
        triggers.protect("evaluations_sheetreopening")
        audit.register_check(issued_papers)
        audit.register_check(filed_forms)
        triggers.protect("evaluations_filedform", update=False)
        triggers.protect("evaluations_issuedpaper", update=False)
        triggers.protect("evaluations_rewardpayment", update=False)
        PAGES.update(dict.fromkeys([row.name for row in TABLE if row.room == "evaluations"], "evaluations:of_cycle"))
        PAGES["dossier"] = "evaluations:of_cycle"
        VERBS.update(
            {
                "dossier.add_evidence": _("Thêm giấy tờ minh chứng"),
                "dossier.replace_evidence": _("Thay giấy tờ minh chứng"),
                "dossier.remove_evidence": _("Bỏ giấy tờ minh chứng"),
                "dossier.place_evidence": _("Xếp giấy tờ vào mục khác của danh mục"),
                "cycle.follow_law": _("Chuyển sang quyết định đang có hiệu lực"),
                "dossier.cite": _("Viện dẫn minh chứng cho tiêu chí"),
                "dossier.uncite": _("Bỏ viện dẫn minh chứng"),
                "dossier.carry_over": _("Chuyển giấy tờ còn hiệu lực từ hồ sơ trước"),
                "dossier.names": _("Đối chiếu tên trên giấy tờ"),
                "dossier.slip": _("Lập phiếu tiếp nhận hồ sơ"),
                "dossier.form": _("Điền biểu mẫu của hồ sơ"),
                "dossier.self_assessment": _("Lưu bảng tự chấm điểm"),
                "dossier.commune_report": _("Lưu báo cáo của xã"),
                "dossier.advisory_note": _("Ghi ý kiến của tổ tư vấn"),
                "dossier.new_sheet": _("Bộ tiêu chí có phiên bản mới, hồ sơ chưa nộp chuyển sang phiên bản đó"),
            }
        )
