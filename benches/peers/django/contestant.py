"""Django, as its documentation recommends.

psycopg with its C parts and its own pool, values bound by the server and statements prepared, which Django leaves off for the sake of
poolers outside. A connection goes back to the pool at the end of each iteration, as it does at the end of a request.

The harness's page says what is read and written on the standard streams, and what each workload is.
"""

import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta, timezone

import django
from django.conf import settings
from psycopg.conninfo import conninfo_to_dict

CONNECTIONS = 16
TASKS = 64
BY_KEY = 10
CHUNK = 10_000  # of rows at a time

WORKLOAD = sys.argv[1]
SIZE = CONNECTIONS if WORKLOAD in ("get16", "conc") else 1


def database():
    """The settings for the database at `BENCH_URL`."""
    parts = conninfo_to_dict(os.environ["BENCH_URL"])
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts["dbname"],
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": parts.get("port", ""),
        "OPTIONS": {
            "pool": {"min_size": SIZE, "max_size": SIZE},
            "server_side_binding": True,
            "prepare_threshold": 5,
        },
    }


settings.configure(
    DATABASES={"default": database()},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=["workloads"],
    USE_TZ=True,
)
django.setup()

from django.db import connection, transaction  # noqa: E402 (it reads the settings)
from django.db.models import F  # noqa: E402

from workloads.models import Deleted, Inserted, Narrow, Product, Updated, User, Wide  # noqa: E402


class Sum:
    """The checksum of one iteration, or nothing while time is taken."""

    def __init__(self, wanted):
        self.wanted = wanted
        self.value = 0

    def add(self, *fields):
        """Takes a row: its fields as numbers."""
        hash = 0xCBF29CE484222325
        for field in fields:
            hash = ((hash ^ (field & 0xFFFFFFFFFFFFFFFF)) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
        self.value = (self.value + hash) & 0xFFFFFFFFFFFFFFFF

    def rows(self, rows, fields):
        """Takes rows: what `fields` makes of each."""
        if self.wanted:
            for row in rows:
                self.add(*fields(row))


def length(text):
    """The number that stands for a text: its length in bytes, or -1 for NULL."""
    return -1 if text is None else len(text.encode())


def user_key(number):
    return number % 10_000 + 1


def new_row(number):
    return Inserted(
        name=f"row {number}",
        amount=number % 1_000,
        score=number / 8,
        note=None if number % 3 == 0 else "something to be noted",
    )


def of_user(user):
    return user.id, length(user.name), length(user.hair_color)


def of_product(product):
    return (
        product.id,
        product.category_id,
        length(product.name),
        length(product.description),
        product.price,
        product.stock,
        round(product.rating * 8),
        int(product.is_active),
    )


def of_wide(row):
    return (
        row.id,
        int(row.price * 100),
        (row.created_at - datetime(1970, 1, 1, tzinfo=timezone.utc)) // timedelta(microseconds=1),
        (row.day - date(1970, 1, 1)).days,
        row.token.int & 0xFFFFFFFFFFFFFFFF,
        row.facts["n"],
        length(row.facts["label"]),
        sum(row.numbers),
        sum(length(word) for word in row.words),
        int(row.is_active),
        round(row.ratio * 8),
        length(row.note),
    )


def of_inserted(row):
    return int(row.id > 0), length(row.name), row.amount, round(row.score * 8), length(row.note)


def trivial(most):
    def run(number, sum):
        sum.rows(list(User.objects.filter(id__lte=most)), of_user)

    return run


def medium(number, sum):
    products = Product.objects.select_related("category").filter(category__name="Category 7")
    products = list(products.exclude(stock=0).order_by("-price")[:50])
    sum.rows(products, of_product)
    sum.rows(products, lambda product: (product.id, product.category.id, length(product.category.name)))


def assoc(number, sum):
    users = list(User.objects.filter(id__lte=100).prefetch_related("posts__comments"))
    sum.rows(users, of_user)
    if sum.wanted:
        for user in users:
            posts = user.posts.all()
            sum.rows(posts, lambda post: (user.id, post.id, length(post.title)))
            for post in posts:
                sum.rows(post.comments.all(), lambda comment: (post.id, comment.id, length(comment.text)))


def rel3(number, sum):
    products = list(Product.objects.filter(id__lte=100).prefetch_related("tags", "images", "reviews"))
    sum.rows(products, of_product)
    if sum.wanted:
        for product in products:
            key = product.id
            sum.rows(product.tags.all(), lambda tag: (key, tag.id, length(tag.name)))
            sum.rows(product.images.all(), lambda image: (key, image.id, length(image.url)))
            sum.rows(product.reviews.all(), lambda review: (key, review.id, review.rating, length(review.text)))


def wide_1000(number, sum):
    sum.rows(list(Wide.objects.filter(id__lte=1_000)), of_wide)


def stream(number, sum):
    for row in Narrow.objects.iterator(chunk_size=CHUNK):
        if sum.wanted:
            sum.add(row.id, row.v, length(row.label))


def get(number, sum):
    sum.rows([User.objects.get(pk=user_key(number))], of_user)


def held(number, sum):
    for number in range(BY_KEY * number, BY_KEY * (number + 1)):
        get(number, sum)


threads = ThreadPoolExecutor(TASKS)


def task(number):
    """What one task of `conc` does: each of its users by a connection that it takes from the pool."""
    users = []
    for number in range(BY_KEY * number, BY_KEY * (number + 1)):
        users.append(User.objects.get(pk=user_key(number)))
        connection.close()
    return users


def conc(number, sum):
    for users in threads.map(task, range(TASKS)):
        sum.rows(users, of_user)


def insert1(number, sum):
    row = new_row(number)
    row.save(force_insert=True)
    sum.rows([row], of_inserted)


def bulk(count):
    def run(number, sum):
        rows = Inserted.objects.bulk_create([new_row(number) for number in range(count)])
        sum.rows(rows, of_inserted)

    return run


def update(number, sum):
    changed = Updated.objects.filter(batch=number % 1_000).update(value=F("value") + 1)
    sum.rows([changed], lambda changed: [changed])


def delete(number, sum):
    gone, _ = Deleted.objects.filter(batch=number).delete()
    sum.rows([gone], lambda gone: [gone])


def tx(number, sum):
    key = user_key(number)
    with transaction.atomic():
        changed = Updated.objects.filter(id=key).update(value=F("value") + 1)
        row = new_row(number)
        row.save(force_insert=True)
        user = User.objects.get(pk=key)
    sum.rows([changed], lambda changed: [changed])
    sum.rows([row], of_inserted)
    sum.rows([user], of_user)


WORKLOADS = {
    **{f"trivial_{rows}": trivial(rows) for rows in (1, 10, 100, 1_000, 10_000)},
    **{f"bulk_{rows}": bulk(rows) for rows in (100, 1_000, 10_000)},
    **{run.__name__: run for run in (medium, assoc, rel3, wide_1000, stream, held, get, conc, insert1, update, delete, tx)},
    "get16": get,
}


def iteration(number, sum):
    WORKLOADS[WORKLOAD](number, sum)
    connection.close()  # which gives it back


def peak_kib():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))


def told(line):
    """Does what one line says; what answers it."""
    match line.split():
        case ["check"]:
            sum = Sum(wanted=True)
            iteration(1, sum)
            return {"checksum": sum.value}
        case ["run", iterations]:
            sum = Sum(wanted=False)
            cpu, wall = time.process_time_ns(), time.perf_counter_ns()
            for number in range(1, int(iterations) + 1):
                iteration(number, sum)
            wall, cpu = time.perf_counter_ns() - wall, time.process_time_ns() - cpu
            return {"wall_ns": wall, "cpu_ns": cpu, "allocations": None, "bytes": None}
        case ["memory"]:
            return {"peak_kib": peak_kib()}
    raise ValueError(f"`{line.strip()}` says nothing")


def answer(value):
    print(json.dumps(value), flush=True)


def main():
    connection.ensure_connection()
    connection.close()
    connection.pool.wait()  # until all of its connections are open
    answer({"ready": True})
    for line in sys.stdin:
        try:
            answer(told(line))
        except Exception as error:
            answer({"error": f"{type(error).__name__}: {error}"})
    threads.shutdown()
    connection.close_pool()


main()
