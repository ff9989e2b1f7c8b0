# How the deployment packages are made. The makefiles beside the sources include this; `sam build` runs them at the
# repository's root (WorkingDirectory in template.yaml), so that they can see the constraints.

PYTHON ?= python3

# The runtime's version. It may differ from the builder's: only wheels are installed, and they are chosen for it.
PYTHON_VERSION ?= $(shell sed -n '/^  PythonRuntime:/,/Default:/s/.*Default: *python//p' template.yaml)

# The functions' processor. The same packages for another one are for running them here: .ci/rebuild.py.
ARCHITECTURE ?= aarch64

# PyAV needs glibc 2.28; the other tags take in the packages that ask for less. pip does not imply the lower ones.
TAGS := manylinux2014 manylinux_2_17 manylinux_2_26 manylinux_2_27 manylinux_2_28
PLATFORMS := $(TAGS:%=--platform=%_$(ARCHITECTURE))

# For type checkers, and for compiling what is compiled already.
SOURCES := pyi pyx pxd pxi c h

# $(call install,REQUIREMENTS,DIRECTORY)
define install
"$(PYTHON)" -m pip install --quiet --disable-pip-version-check --no-compile --only-binary=:all: $(PLATFORMS) \
	--implementation=cp --python-version=$(PYTHON_VERSION) --constraint=requirements/constraints.txt \
	--requirement="$(1)" --target="$(2)"
rm -rf "$(2)/bin"
find "$(2)" -type d -name tests -prune -exec rm -rf {} +
find "$(2)" -type f \( -false $(SOURCES:%=-o -name '*.%') \) -delete
endef

# $(call copy,FOLDER,PACKAGE,DIRECTORY): the package below the folder, without what only building and testing need
define copy
mkdir -p "$(3)"
tar -c -C "$(1)" --exclude=__pycache__ --exclude=Makefile --exclude=requirements.txt "$(2)" | tar -x -C "$(3)"
endef

# $(call compile,MOUNT): byte code that is never compared with its source, since a package's files carry no true times
# and the runtime can't write: without it every cold start would compile everything again.
define compile
@for python in "$(PYTHON)" python$(PYTHON_VERSION); do \
	if "$$python" -c 'import sys; sys.exit("%d.%d" % sys.version_info[:2] != "$(PYTHON_VERSION)")' 2>/dev/null; then \
		exec "$$python" -m compileall -q --invalidation-mode unchecked-hash -s "$(ARTIFACTS_DIR)" -p "$(1)" \
			"$(ARTIFACTS_DIR)"; \
	fi; \
done; echo "No python$(PYTHON_VERSION) here, so no byte code: cold starts will take about twice as long."
endef
