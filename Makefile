# SPDX-License-Identifier: GPL-2.0-or-later
#
# The front door: what people and CI run. Maven builds the Java part, payloads/Makefile the guests and payloads.
# Variables: TEST=ElfTests (make test), FUZZ='--seed 1 --cases 5000' (make fuzz), TIME=10m SEED=1 (make soak),
# BENCH='Cycle -f 1' (make bench), CPUS='2 3' (make model-check), XEN_SYMS=file (make payloads), RELEASE=4.20
# (make payloads, make xen, make real), VERSION=4.17... (make xen, make real), MAVEN_REPO=folder (make install), MVN, JAVA_HOME.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory
.PHONY: help build install demo test check model-check bench fuzz soak corpus fmt payloads engines compare-engines xen real found clean \
	whole

MVN ?= mvn
FUZZ ?= --cases 1000000
TIME ?= 5m
JAVA_BIN := $(if $(JAVA_HOME),$(JAVA_HOME)/bin/)
# The modules that the program is made of; the benchmarks are one too, which only make bench builds.
MODULES := simulator/core,simulator/app
# Where Maven leaves the program. The launcher, ./xsplice, has the same line.
PROGRAM := simulator/app/target
# What the program is made of. Folders too: a file that is gone changes its folder's time. The launcher asks the same.
# The guests and payloads are packed into core's jar.
SOURCES := $(shell find pom.xml simulator fixtures/guests fixtures/payloads \
	\( -name target -o -path '*/src/test' -o -path simulator/bench \) -prune \
	-o \( -path '*/src/main*' -o -name pom.xml -o -path 'simulator/engines*' -o -path 'fixtures/*' \) -print 2>/dev/null)

# The size of the program's jar, which the launcher compares, and that of all its jars together.
sizes = set -- $$(wc -c <$(PROGRAM)/xsplice.jar) $$(cat $(PROGRAM)/lib/*.jar | wc -c); echo "$$@"

# $(call need,tool,package): names a missing tool with the command that installs it.
define need
command -v $(1) >/dev/null || { echo "xsplice: $(1) is missing. On Debian: apt-get install $(2)" >&2; exit 4; }
endef
define need_java
$(call need,$(JAVA_BIN)javac,default-jdk-headless); \
version=$$($(JAVA_BIN)javac -version 2>&1 | sed -n 's/^javac \(1\.\)\{0,1\}\([0-9]*\).*/\2/p'); \
[ "$${version:-0}" -ge 17 ] || { echo "xsplice: $$(command -v $(JAVA_BIN)javac) is of Java $$version; 17 or newer" \
	"is needed. On Debian: apt-get install default-jdk-headless" >&2; exit 4; }; \
$(call need,$(MVN),maven)
endef
# $(call maven,goals,loud or quiet): runs Maven. Its downloads, hundreds of lines the first time, become a count now and
# then; what new Javas have to say about Maven's own libraries is not for our users.
define maven
$(MVN) -B $(1) 2>&1 | { n=0; while IFS= read -r line; do line=$${line//$$'\e[0m'/}; case $$line in \
	*'Downloaded from '*) n=$$((n + 1)); [ $$((n % 50)) -ne 0 ] || echo "maven: $$n files fetched" >&2 ;; \
	*'Downloading from '* | 'Progress ('*) ;; \
	'WARNING: '*sun.misc.Unsafe* | 'WARNING: Please consider reporting'*) ;; \
	*) $(2) ;; \
	esac; done; }
endef
loud := printf '%s\n' "$$line"
# Warnings, errors, and whatever else is neither progress nor Maven explaining itself.
quiet := case $$line in \
	'[INFO]'* | '[ERROR] ' | '[ERROR] ->'* | '[ERROR] [Help'* | '[ERROR] '*mvn\ '<args>'*) ;; \
	'[ERROR] To see the full'* | '[ERROR] Re-run Maven'* | '[ERROR] For more info'* | '[ERROR] After correcting'*) ;; \
	?*) printf '%s\n' "$${line%' -> [Help 1]'}" >&2 ;; esac

which_xen = $(if $(RELEASE),--release '$(RELEASE)') $(if $(VERSION),'$(VERSION)')

help: ## what you are reading
	@echo 'make TARGET, with one of:'
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1|\2/p' Makefile | while IFS='|' read -r target text; do \
		printf '  %-15s%s\n' "$$target" "$$text"; done
	@echo 'After make build: ./xsplice --help'

# Two at once, as when two first runs build: the second waits, and finds it done.
build: ## fetch what is missing and build the program (nothing changed: nothing done)
	@simulator/locked $(MAKE) whole $(PROGRAM)/built

# Jars of other sizes than they were built with were cut short: they are made again.
whole:
	@[ ! -f $(PROGRAM)/built ] || [ "$$(cat $(PROGRAM)/built)" = "$$($(sizes))" ] || \
		rm -rf $(PROGRAM)/built $(PROGRAM)/xsplice.jar $(PROGRAM)/lib

install: ## put the modules that others can depend on into Maven's local repository, or MAVEN_REPO=folder
	@$(need_java)
	@echo 'Installing, with sources and Javadoc' >&2
	@$(call maven,-pl $(MODULES) -am install -Dmaven.test.skip \
		$(if $(MAVEN_REPO),-Dmaven.repo.local='$(abspath $(MAVEN_REPO))'),$(quiet))

demo: build ## the hello-bye scenario: a hypervisor function changes twice, and changes back
	@./xsplice run fixtures/scenarios/hello-bye.yaml

test: build ## every test; make test TEST=ElfTests runs one class
	@$(need_java)
	@echo 'Running the tests' >&2
	@rm -rf simulator/*/target/surefire-reports
	@$(call maven,-pl $(MODULES) -am test $(if $(TEST),-Dtest='$(TEST)' -Dsurefire.failIfNoSpecifiedTests=false),$(loud))
	@ls simulator/*/target/surefire-reports/*.txt >/dev/null 2>&1 || { echo "xsplice: there is no test $(TEST)" >&2; exit 1; }

# .ci/run calls this after the tests. Documentation checks: an executable docs/check, where there is one.
check: build ## the format of the sources, the architecture, the documentation
	@$(need_java)
	@echo 'Checking the format of the sources (make fmt mends it)' >&2
	@$(call maven,spotless:check,$(quiet))
	@echo 'Checking the architecture' >&2
	@$(call maven,-pl $(MODULES) -am test -Dtest='*Architecture*' -Dsurefire.failIfNoSpecifiedTests=false,$(quiet))
	@echo 'Checking the Javadoc' >&2
	@$(call maven,-pl $(MODULES) -am verify -Dmaven.test.skip,$(quiet))
	@echo 'Trying the program under bad conditions' >&2
	@$(call need,python3,python3)
	@simulator/soak/soak --no-load --trials 18 --seed 1
	@if [ -x docs/check ]; then echo 'Checking the documentation' >&2; docs/check; fi

model-check: build ## Spin and explore asked the same about the rendezvous; CPUS=2 has the smaller half
	@$(call need,python3,python3)
	@docs/models/check $(CPUS)

bench: build ## the benchmarks; make bench BENCH='Cycle -f 1' passes options to JMH
	@$(need_java)
	@echo 'Compiling the benchmarks' >&2
	@$(call maven,-pl simulator/bench -am process-classes -Dmaven.test.skip,$(quiet))
	@$(JAVA_BIN)java -Dxsplice.home='$(CURDIR)' --enable-native-access=ALL-UNNAMED \
		-cp "simulator/bench/target/classes:$$(cat simulator/bench/target/bench.classpath)" org.xsplice.bench.Benches $(BENCH)

fuzz: build ## damage a million payloads and hypervisors by chance; make fuzz FUZZ='--seed 1 --cases 5000'
	@./xsplice fuzz $(FUZZ)

soak: build ## the program under load and bad conditions for TIME, such as 10m; SEED=N repeats what was chosen
	@$(call need,python3,python3)
	@simulator/soak/soak --time '$(TIME)' $(if $(SEED),--seed '$(SEED)')

corpus: build ## write the cases of fixtures/xen/*.json anew from the tables in the tests
	@$(need_java)
	@$(call maven,-pl $(MODULES) -am test -Dtest=CorpusTests -Dsurefire.failIfNoSpecifiedTests=false \
		-Dxsplice.corpus=write,$(loud))

fmt: ## lay the Java sources out as check wants them
	@$(need_java)
	@$(call maven,spotless:apply,$(quiet))

payloads: ## the payloads and guests from source; XEN_SYMS=file: for that image; RELEASE=4.20: those it takes
	@$(call need,gcc,gcc)
	@$(call need,ld,binutils)
	@$(MAKE) -C payloads $(if $(XEN_SYMS),XEN_SYMS='$(abspath $(XEN_SYMS))') $(if $(RELEASE),RELEASE='$(RELEASE)')

engines: ## fetch the native engines again where one is missing or damaged
	@$(call need,python3,python3)
	@simulator/engines/fetch

xen: ## Debian's Xen with its symbols, into .xen, without root; RELEASE=4.20, 4.17 or 4.14, or VERSION=...
	@$(call need,python3,python3)
	@simulator/xen/fetch $(which_xen)
	@echo 'To try with it:'
	@echo '  make payloads XEN_SYMS=.xen/current/xen-syms'
	@echo '  ./xsplice run fixtures/scenarios/real/hello-bye.yaml    (make real compares it with the real one)'

real: build ## the hello-bye scenario on a real Xen under QEMU, compared with the simulated one
	@$(call need,python3,python3)
	@$(call need,qemu-system-x86_64,qemu-system-x86)
	@simulator/xen/fetch --domain $(which_xen) >/dev/null
	@$(MAKE) -s payloads XEN_SYMS=.xen/current/xen-syms
	@./xsplice real $(or $(SCENARIOS),fixtures/scenarios/real/hello-bye.yaml)

# The scenarios are for the embedded hypervisor: they get the guest and the payloads of make real.
found: build ## what docs/found-in-xen.md has, on a real Xen, compared with the simulated one
	@mkdir -p payloads/build/found/scenarios
	@for file in fixtures/scenarios/found/*.yaml; do \
		sed -e 's,^guest: .*,guest: ../../../../.xen/current/xen-syms,' -e 's,file: ../../found/,file: ../,' \
			"$$file" >"payloads/build/found/scenarios/$${file##*/}"; done
	@$(MAKE) real SCENARIOS=payloads/build/found/scenarios

clean: ## remove what was built; the engines and .xen stay
	@rm -rf simulator/*/target target payloads/build

# Each build compares the engines with their hashes, and fetches what is damaged; without Python, which only a fetch needs,
# it does not.
.engines/MANIFEST: simulator/engines/requirements.txt simulator/engines/fetch compare-engines
	@[ -z '$(filter-out compare-engines,$?)' ] && [ -f $@ ] && ! command -v python3 >/dev/null || { \
		$(call need,python3,python3); \
		simulator/engines/fetch $(if $(filter-out compare-engines,$?),,--keep); }

compare-engines:

# The last step is a trial run, which leaves behind the program's classes as the Java machine lays them out in memory,
# so that every later start is sooner. A failure there is no failure of the build: the next run will show it.
$(PROGRAM)/built: $(SOURCES) | .engines/MANIFEST
	@$(need_java)
	@echo 'Building the simulator (the first time, Maven fetches about 70 MB)' >&2
	@$(call maven,-pl $(MODULES) -am package -Dmaven.test.skip,$(quiet))
	@rm -rf $(PROGRAM)/cds
	@XSPLICE_WRITE_ARCHIVE=1 ./xsplice run fixtures/scenarios/hello-bye.yaml >/dev/null 2>&1 </dev/null || true
	@$(sizes) >$@
