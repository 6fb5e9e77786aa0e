package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets the scripts run this very code as the command chandler.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"chandler": main})
}

// TestCommandLineReadsAsInTheScripts runs testdata/script: each file reads like a session in a terminal.
func TestCommandLineReadsAsInTheScripts(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Condition:           scriptCondition,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"status": scriptStatus, "interrupt": scriptInterrupt, "gone": scriptGone},
		Setup: func(env *testscript.Env) error {
			env.Setenv("ROOT", root)
			env.Setenv("NO_COLOR", "1")
			env.Setenv("KUBECONFIG", filepath.Join(env.WorkDir, "none"))
			for _, name := range []string{"CHANDLER_CLUSTER", "CHANDLER_DEPLOYER", "CHANDLER_TEST_CLUSTER", "CHANDLER_TEST_KUBECONFIG", "PATH", "XDG_CACHE_HOME"} {
				if value := os.Getenv(name); value != "" {
					env.Setenv(name, value)
				}
			}
			if os.Getenv("XDG_CACHE_HOME") == "" { // so that the compressed deployer is not made anew in every script
				if cache, err := os.UserCacheDir(); err == nil {
					env.Setenv("XDG_CACHE_HOME", cache)
				}
			}
			return nil
		},
	})
}

// scriptCondition knows [cluster]: an embedded cluster was started for the tests.
func scriptCondition(condition string) (bool, error) {
	return condition == "cluster" && os.Getenv("CHANDLER_TEST_CLUSTER") != "", nil
}
