SELECT
    document_id, fiscal_year || '年' || unit || CASE scope WHEN 'unit' THEN '单位' ELSE '部门' END
        || CASE stage WHEN 'final' THEN '决算' ELSE '预算' END AS title,
    jurisdiction, division_code, unit, scope, parent_unit, fiscal_year, stage,
    document_id || CASE source_format WHEN 'pdf' THEN '.pdf' WHEN 'markdown' THEN '.md' ELSE '.txt' END AS source_file,
    'synthetic/' || document_id AS source_path, source_format, sha256(document_id) AS sha256,
    CASE source_format WHEN 'pdf' THEN 16 END AS pages, 'synthetic' AS loader_version,
    TIMESTAMP '2026-01-01 00:00:00' AS loaded_at
FROM docs ORDER BY place
