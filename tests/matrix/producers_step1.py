"""Rows of step 1 (activities, people of a course): see tests/matrix/__init__.py."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.matrix import Row


def build(world):
    """An activity and an invitation in xã Lệ Thủy, an invitation in xã Tủa Chùa."""
    from producers.models import CourseInvitation, OutreachActivity, TrainingCourse

    world.extra["an_activity"] = OutreachActivity.objects.create(
        title="Họp thôn Mỹ Lệ", channel="meeting", held_on="2026-03-01", unit=world.le_thuy, province=world.quang_tri
    )
    far = TrainingCourse.objects.create(
        title="Lớp xa", audience="producers", held_on="2026-03-02", unit=world.tua_chua, province=world.dien_bien
    )
    world.extra["an_invitation"] = CourseInvitation.objects.create(course=world.a_course, producer=world.a_producer)
    world.extra["far_invitation"] = CourseInvitation.objects.create(course=far, producer=world.far_producer)


def activity(world):
    return {"pk": world.an_activity.pk}


def course(world):
    return {"pk": world.a_course.pk}


def people(world):
    return {"people": world.a_producer.pk}


def ticks(world):
    return {"version": 1, "shown": world.an_invitation.pk, "present": world.an_invitation.pk}


def a_list(world):
    return {"upload": SimpleUploadedFile("ds.csv", "Họ tên\nPhan Thị Mơ\n".encode())}


SEES = dict.fromkeys(["owner", "province", "department", "leadership", "ministry"], 200)
WRITES = {"owner": 200, "province": 200} | dict.fromkeys(["department", "leadership", "ministry"], 403)


def writes(status) -> dict:
    return WRITES | {"owner": status, "province": status}


def of(name, args):
    """The three pages that an activity and a course share."""
    return [
        Row(f"producers:{name}_edit", args, expect=WRITES),
        Row(f"producers:{name}_edit", args, method="post", expect=writes(422),
            foreign={"unit": lambda w: w.tua_chua.pk}),
        Row(f"producers:{name}_cancel", args, expect=WRITES),
        Row(f"producers:{name}_cancel", args, method="post", expect=writes(422)),
        Row(f"producers:{name}_file", args, expect=WRITES),
        Row(f"producers:{name}_file", args, method="post", expect=writes(422)),
    ]  # fmt: skip


ROWS = [
    Row("producers:activity", activity, expect=SEES, holds={"owner": lambda w: ["Họp thôn Mỹ Lệ"]}),
    *of("activity", activity),
    *of("course", course),
    Row("producers:course_invite", course, expect=WRITES),
    Row("producers:course_invite", course, method="post", data=people, expect=writes("/chu-the/tap-huan/*"),
        foreign={"people": lambda w: w.far_producer.pk}),
    Row("producers:course_tick", course, expect=WRITES, holds={"owner": lambda w: [w.a_producer.name]}),
    Row("producers:course_tick", course, method="post", data=ticks, expect=writes("/chu-the/tap-huan/*"),
        foreign={"shown": lambda w: w.far_invitation.pk, "present": lambda w: w.far_invitation.pk}),
    Row("producers:course_import", course, expect=WRITES),
    Row("producers:course_import", course, method="post", data=a_list, expect=writes("/chu-the/tap-huan/*")),
    Row("producers:course_people", course, expect=WRITES),
]  # fmt: skip
