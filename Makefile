# BudgetLens 预算透视
#
#   make run     install, load data/disclosures, open the dashboard on http://localhost:8501
#   make test    install and run all tests
#   make bench   measure loading and the dashboard
#   make docs    write the documents that are generated from the code
#   make clean   remove everything that was built
#
# Variables: PYTHON=python3 (3.11 or later), PORT=8501, ADDRESS=0.0.0.0, DB=…, PYTEST_ARGS=…, BENCH_ARGS=…

PYTHON  ?= python3
PORT    ?= 8501
ADDRESS ?= 0.0.0.0
DB      ?= data/cache/budget.duckdb
# Published PDFs for the benchmark, with golden tables of the same names; may be missing.
PDFS    ?= ../shared/published-pdfs

VENV  := .venv
BIN   := $(VENV)/bin
STAMP := $(VENV)/.installed
PIP   := $(BIN)/python -m pip -qq --disable-pip-version-check --no-input

# A browser opens by itself only where there is a screen to open it on.
SCREEN     := $(if $(CI),,$(or $(DISPLAY),$(WAYLAND_DISPLAY),$(filter Darwin,$(shell uname -s))))
NO_BROWSER := $(if $(SCREEN),,--no-browser)

# $(call need,test that succeeds when it is there,Debian packages): install what is missing, as far as we may.
define need
if ! { $(1); } >/dev/null 2>&1; then \
  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
    echo "安装系统软件包 installing: $(2)"; \
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $(2); } >$(VENV).apt.log 2>&1 </dev/null \
      || tail -n 5 $(VENV).apt.log >&2; rm -f $(VENV).apt.log; \
  fi; \
fi
endef

HAS_VENV     = $(PYTHON) -c 'import ensurepip, venv'
HAS_CHROMIUM = command -v chromium || command -v chromium-browser || command -v google-chrome
HAS_OFFICE   = command -v soffice || command -v libreoffice
HAS_FONT     = ls /usr/share/fonts/opentype/noto/NotoSansCJK* || fc-list ':lang=zh-cn' | grep -q .

.DEFAULT_GOAL := run
.PHONY: run load test bench docs clean install browser office

# The address to print is given, or else Streamlit would ask the internet for that of this machine.
run: install load
	@echo "预算透视 → http://localhost:$(PORT)  (Ctrl+C 停止 to stop)"
	@exec env STREAMLIT_BROWSER_SERVER_ADDRESS=localhost $(BIN)/budgetlens serve --db $(DB) --port $(PORT) --address $(ADDRESS) $(NO_BROWSER)

# A document that cannot be loaded is reported and keeps nobody from seeing the others.
load: install
	@$(BIN)/budgetlens load data/disclosures --db $(DB) \
	  || echo "有文件未能加载，原因见上；其余文件照常显示 (some documents could not be loaded, see above)"

test: install browser office
	@$(BIN)/python -m pytest -n 2 --dist loadfile $(PYTEST_ARGS)

bench: install browser
	@$(BIN)/python bench/run.py $(BENCH_ARGS)
	@if [ -d "$(PDFS)" ]; then $(BIN)/python bench/pdf.py "$(PDFS)"; else echo "没有 $(PDFS)，略过 PDF 基准"; fi

docs: install
	@$(BIN)/python docs/generate.py

install: $(STAMP)

$(STAMP): requirements.lock pyproject.toml | $(BIN)/python
	@echo "安装依赖 installing dependencies"
	@$(PIP) install -r requirements.lock
	@$(PIP) install --no-deps --editable .
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "需要 Python 3.11 或更高版本 Python 3.11 or later is needed: make PYTHON=python3.12" >&2; exit 1; }
	@$(call need,$(HAS_VENV),python3-venv)
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV) \
	  || { echo "无法建立虚拟环境，请先安装 python3-venv (install python3-venv first)" >&2; rm -rf $(VENV); exit 1; }

# The tests in a browser need one, with a Chinese font; without them they are skipped.
browser:
	@$(call need,$(HAS_CHROMIUM),chromium)
	@$(call need,$(HAS_FONT),fonts-noto-cjk)
	@{ $(HAS_CHROMIUM); } >/dev/null \
	  || echo "没有 chromium，浏览器测试将跳过 (no chromium: browser tests are skipped; apt-get install chromium fonts-noto-cjk)"

# The tests that look at exported slides and texts set them with LibreOffice; without it they are skipped.
office:
	@$(call need,$(HAS_OFFICE),--no-install-recommends libreoffice-impress-nogui libreoffice-writer-nogui)
	@{ $(HAS_OFFICE); } >/dev/null 2>&1 \
	  || echo "没有 LibreOffice，汇报文件的版面测试将跳过 (no LibreOffice: layout tests of exported files are skipped; apt-get install libreoffice-impress-nogui libreoffice-writer-nogui)"

clean:
	@rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis data/cache tests/screenshots
	@find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
