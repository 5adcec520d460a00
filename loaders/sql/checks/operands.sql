-- Which figure stands on which side of which identity: what every rule writes, and all that settling reads.
-- `anchor` tells the identities of one rule in one document apart. `relation`: '=' both sides equal; '<=' and '>='
-- bounds; 'within' the difference lies between nothing and the money that `explains` it. `allowance`: what the
-- identity leaves open by itself (a printed rate has a last digit). A label for a whole side replaces its list.
CREATE OR REPLACE TABLE checking.operand (
    rule VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    anchor VARCHAR NOT NULL,
    statement VARCHAR NOT NULL,
    code VARCHAR,
    measure VARCHAR,
    fiscal_year INTEGER,
    subject VARCHAR,
    role VARCHAR NOT NULL CHECK (role IN ('left', 'right', 'explains', 'not_applicable', 'insufficient')),
    sign INTEGER NOT NULL DEFAULT 1,
    label VARCHAR,
    figure STRUCT(
        yuan DECIMAL(18, 2), half DECIMAL(18, 4), "text" VARCHAR, unit_text VARCHAR,
        source VARCHAR, document_id VARCHAR, "no" INTEGER, page INTEGER, line INTEGER
    ),
    relation VARCHAR NOT NULL DEFAULT '=',
    allowance DECIMAL(18, 4) NOT NULL DEFAULT 0,
    left_label VARCHAR,
    right_label VARCHAR,
    missing VARCHAR,
    remark VARCHAR,
    ord BIGINT
)
