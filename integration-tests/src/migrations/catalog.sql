-- What the catalog says of the tables of the current schema, one row for each thing: its table, its name and all else.
-- The order of columns is no part of it, and neither are the names of NOT NULL constraints, which PostgreSQL has from 18 on.
WITH own AS (
  SELECT * FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
)
SELECT relname::text AS table, 'table ' || relname AS name,
       concat_ws(' ', 'kind', relkind, relpersistence, relrowsecurity, array_to_string(reloptions, ','),
                 'comment ' || quote_literal(obj_description(oid, 'pg_class'))) AS definition
  FROM own
UNION ALL
SELECT own.relname, 'column ' || own.relname || '.' || attname,
       concat_ws(' ', format_type(atttypid, atttypmod), CASE WHEN attnotnull THEN 'NOT NULL' END,
                 'identity ' || nullif(attidentity::text, ''), 'generated ' || nullif(attgenerated::text, ''),
                 'default ' || pg_get_expr(adbin, adrelid), 'collation ' || nullif(attcollation, typcollation)::text,
                 'storage ' || attstorage::text, 'comment ' || quote_literal(col_description(own.oid, attnum)))
  FROM own
  JOIN pg_attribute ON attrelid = own.oid AND attnum > 0 AND NOT attisdropped
  JOIN pg_type ON pg_type.oid = atttypid
  LEFT JOIN pg_attrdef ON adrelid = own.oid AND adnum = attnum
UNION ALL
SELECT own.relname, 'constraint ' || own.relname || '.' || conname,
       concat_ws(' ', contype, pg_get_constraintdef(pg_constraint.oid), CASE WHEN condeferred THEN 'deferred' END,
                 CASE WHEN NOT convalidated THEN 'not valid' END,
                 'comment ' || quote_literal(obj_description(pg_constraint.oid, 'pg_constraint')))
  FROM own
  JOIN pg_constraint ON conrelid = own.oid AND contype <> 'n'
UNION ALL
SELECT own.relname, 'index ' || own.relname || '.' || pg_class.relname,
       concat_ws(' ', pg_get_indexdef(indexrelid), CASE WHEN NOT indisvalid THEN 'invalid' END,
                 'comment ' || quote_literal(obj_description(indexrelid, 'pg_class')))
  FROM own
  JOIN pg_index ON indrelid = own.oid
  JOIN pg_class ON pg_class.oid = indexrelid
UNION ALL
SELECT coalesce(own.relname, ''), 'sequence ' || pg_class.relname,
       concat_ws(' ', format_type(seqtypid, NULL), 'from', seqstart, 'by', seqincrement, 'in', seqmin, seqmax, 'cache', seqcache, seqcycle,
                 'of ' || own.relname || '.' || attname)
  FROM pg_sequence
  JOIN pg_class ON pg_class.oid = seqrelid AND pg_class.relnamespace = current_schema()::regnamespace
  LEFT JOIN pg_depend ON classid = 'pg_class'::regclass AND objid = seqrelid AND refclassid = 'pg_class'::regclass
                     AND deptype IN ('a', 'i')
  LEFT JOIN own ON own.oid = refobjid
  LEFT JOIN pg_attribute ON attrelid = refobjid AND attnum = refobjsubid
UNION ALL
SELECT own.relname, 'trigger ' || own.relname || '.' || tgname, pg_get_triggerdef(pg_trigger.oid)
  FROM own
  JOIN pg_trigger ON tgrelid = own.oid AND NOT tgisinternal
UNION ALL
SELECT '', 'type ' || typname,
       concat_ws(' ', typtype, (SELECT string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder)
                                  FROM pg_enum WHERE enumtypid = pg_type.oid))
  FROM pg_type
 WHERE typnamespace = current_schema()::regnamespace AND typtype IN ('e', 'd')
   AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_type.oid AND deptype = 'e')
UNION ALL
SELECT '', 'extension ' || extname, '' FROM pg_extension WHERE extname <> 'plpgsql'
