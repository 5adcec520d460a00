"""The Chinese words of the checks' messages; how documents print these words is the dialects' knowledge, not ours."""

from __future__ import annotations

from typing import Final

STATEMENTS: Final = {
    "summary": "收支总表",
    "income": "收入总表",
    "expenditure": "支出总表",
    "appropriation": "财政拨款收支总表",
    "general_public": "一般公共预算支出表",
    "government_fund": "政府性基金预算支出表",
    "state_capital": "国有资本经营预算支出表",
    "basic_economic": "一般公共预算基本支出表",
    "basic_economic_by_source": "基本支出预算表",
    "three_public": "“三公”经费支出表",
    "project": "项目支出表",
    "procurement": "政府采购预算表",
}

MEASURES: Final = {
    "total": "合计",
    "basic": "基本支出",
    "personnel": "人员支出",
    "public": "公用支出",
    "project": "项目支出",
    "operating": "经营收入",
    "expenditure/operating": "经营支出",
    "remitted": "上缴上级支出",
    "subsidy": "对附属单位补助支出",
    "carryforward": "结转下年",
    "fiscal": "财政拨款",
    "general_public": "一般公共预算",
    "government_fund": "政府性基金预算",
    "state_capital": "国有资本经营预算",
    "fiscal_account": "财政专户管理资金",
    "business": "事业收入",
    "superior": "上级补助收入",
    "subordinate": "附属单位上缴收入",
    "other": "其他收入",
    "prior_surplus": "使用非财政拨款结余",
    "carryover": "上年结转",
    "unit_funds": "单位资金",
    "current_year": "本年收入小计",
    "budget": "预算数",
    "initial_budget": "年初预算数",
}

THREE_PUBLIC: Final = {
    "total": "“三公”经费合计",
    "abroad": "因公出国（境）费",
    "vehicle": "公务用车购置及运行费",
    "vehicle_purchase": "公务用车购置费",
    "vehicle_operation": "公务用车运行费",
    "reception": "公务接待费",
}

NARRATIVE: Final = "文字说明"

NO_NOTE: Final = "表内无数字，未附空表说明"
"""The note of a statement without figures under which nothing is printed."""

SEVERITIES: Final = {"hard": "硬性", "soft": "提示"}
