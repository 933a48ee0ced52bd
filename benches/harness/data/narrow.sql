INSERT INTO narrow (v, label) SELECT n * 3, 'label ' || n % 1000 FROM generate_series(1, 1000000) AS n;
