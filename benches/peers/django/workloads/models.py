"""The models."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class User(models.Model):
    name = models.TextField()
    hair_color = models.TextField(null=True)

    class Meta:
        db_table = "users"


class Post(models.Model):
    user = models.ForeignKey(User, models.CASCADE, related_name="posts")
    title = models.TextField()

    class Meta:
        db_table = "posts"


class Comment(models.Model):
    post = models.ForeignKey(Post, models.CASCADE, related_name="comments")
    text = models.TextField()

    class Meta:
        db_table = "comments"


class Category(models.Model):
    name = models.TextField()

    class Meta:
        db_table = "categories"


class Tag(models.Model):
    name = models.TextField()

    class Meta:
        db_table = "tags"


class Product(models.Model):
    category = models.ForeignKey(Category, models.CASCADE)
    name = models.TextField()
    description = models.TextField()
    price = models.IntegerField()
    stock = models.IntegerField()
    rating = models.FloatField()
    is_active = models.BooleanField()
    tags = models.ManyToManyField(Tag, db_table="products_tags")

    class Meta:
        db_table = "products"


class Image(models.Model):
    product = models.ForeignKey(Product, models.CASCADE, related_name="images")
    url = models.TextField()

    class Meta:
        db_table = "images"


class Review(models.Model):
    product = models.ForeignKey(Product, models.CASCADE, related_name="reviews")
    rating = models.IntegerField()
    text = models.TextField()

    class Meta:
        db_table = "reviews"


class Wide(models.Model):
    price = models.DecimalField(max_digits=12, decimal_places=2)
    created_at = models.DateTimeField()
    day = models.DateField()
    token = models.UUIDField()
    facts = models.JSONField()
    numbers = ArrayField(models.IntegerField())
    words = ArrayField(models.TextField())
    is_active = models.BooleanField()
    ratio = models.FloatField()
    note = models.TextField(null=True)

    class Meta:
        db_table = "wide"


class Narrow(models.Model):
    v = models.BigIntegerField()
    label = models.TextField()

    class Meta:
        db_table = "narrow"


class Inserted(models.Model):
    name = models.TextField()
    amount = models.IntegerField()
    score = models.FloatField()
    note = models.TextField(null=True)

    class Meta:
        db_table = "inserted"


class Updated(models.Model):
    batch = models.IntegerField(db_index=True)
    value = models.BigIntegerField()

    class Meta:
        db_table = "updated"


class Deleted(models.Model):
    batch = models.IntegerField(db_index=True)
    value = models.BigIntegerField()

    class Meta:
        db_table = "deleted"
