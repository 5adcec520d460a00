-- Each row of the funds' tables: 合计 from 基本 and 项目, 基本 from 人员 and 公用.
SELECT * FROM row_sum WHERE statement IN ('general_public', 'government_fund', 'state_capital')
