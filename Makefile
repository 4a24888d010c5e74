# The commands of a contributor. Maven does the work; `make` alone prints this list.
MVN ?= mvn -B -ntp

.PHONY: help fmt check test it demo
help:   ## print this list
	@sed -n 's/^\([a-z]*\): *## */  make \1	/p' $(MAKEFILE_LIST)

fmt:    ## format the Java code
	$(MVN) spotless:apply

check:  ## format, lint, compile with every warning as an error; no tests
	$(MVN) -DskipTests test-compile

test:   ## and the tests that start no hub, Java and Python
	$(MVN) test

it:     ## everything: what CI runs
	$(MVN) verify

demo:   ## the main job in a minute
	bin/roundabout demo
