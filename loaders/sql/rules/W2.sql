-- Each row of the income statement: 合计 from its sources, 财政拨款 from the funds.
SELECT * FROM row_sum WHERE statement = 'income'
