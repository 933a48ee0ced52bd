-- The rows of all tables but `narrow`; they are the same each time.

INSERT INTO users (name, hair_color)
    SELECT 'User number ' || n, CASE WHEN n % 3 <> 0 THEN 'hair color ' || n % 10 END
    FROM generate_series(1, 10000) AS n;

-- 10 posts of each of the first 100 users, and 10 comments on each.
INSERT INTO posts (user_id, title)
    SELECT (n - 1) % 100 + 1, 'Post number ' || n FROM generate_series(1, 1000) AS n;
INSERT INTO comments (post_id, text)
    SELECT (n - 1) % 1000 + 1, 'What somebody thought of it, number ' || n FROM generate_series(1, 10000) AS n;

INSERT INTO categories (name) SELECT 'Category ' || n FROM generate_series(1, 10) AS n;
INSERT INTO tags (name) SELECT 'tag ' || n FROM generate_series(1, 30) AS n;
INSERT INTO products (category_id, name, description, price, stock, rating, is_active)
    SELECT (n - 1) % 10 + 1, 'Product number ' || n, 'A description of some length, of product number ' || n,
        n * 7919 % 100003, n / 10 % 4, n % 40 / 8.0, n % 7 <> 0
    FROM generate_series(1, 1000) AS n;
INSERT INTO products_tags (product_id, tag_id)
    SELECT n, (n + 7 * k) % 30 + 1 FROM generate_series(1, 1000) AS n, generate_series(0, 2) AS k;
INSERT INTO images (product_id, url)
    SELECT (n - 1) % 1000 + 1, 'https://images.example/' || n || '.jpg' FROM generate_series(1, 3000) AS n;
INSERT INTO reviews (product_id, rating, text)
    SELECT (n - 1) % 1000 + 1, n % 5 + 1, 'What somebody thought of it, number ' || n
    FROM generate_series(1, 4000) AS n;

INSERT INTO wide (price, created_at, day, token, facts, numbers, words, is_active, ratio, note)
    SELECT n * 1.37, timestamptz '2024-01-01 00:00:00+00' + n * interval '1 hour 1.000001 second',
        date '2024-01-01' + n % 1000, md5(n::text)::uuid,
        jsonb_build_object('n', n, 'label', 'label ' || n),
        ARRAY[n, n * 2, n * 3, n % 5], ARRAY['word ' || n, 'another', 'third of ' || n],
        n % 2 = 0, n / 8.0, CASE WHEN n % 4 <> 0 THEN 'a note on row ' || n END
    FROM generate_series(1, 10000) AS n;

INSERT INTO updated (batch, value) SELECT (n - 1) / 10, n FROM generate_series(1, 10000) AS n;
