# The commands of a contributor. Maven does the work; `make` alone prints this list.
MVN ?= mvn -B -ntp

# How often `make soak` kills the hub.
KILLS ?= 100

.PHONY: help fmt check test it soak demo
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

soak:   ## kill the hub KILLS times (100) and at every step of a turn; prints the seed
	$(MVN) -pl receivers,vehicle-sdk-java,vehicle-sdk-java/testing,vehicle-sdk-java/connectors,roundabout-core verify -Dtest=NoSuch -Dsurefire.failIfNoSpecifiedTests=false \
	  -Dit.test='io/roundabout/trial/KillIT,io/roundabout/trial/FaultPointsIT' -Dfailsafe.failIfNoSpecifiedTests=false \
	  -Droundabout.kills=$(KILLS) -Droundabout.points=all

demo:   ## the main job in a minute
	bin/roundabout demo
