package images

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheTimeoutsOfADockerfileAreTheDeployers(t *testing.T) {
	tests := []struct {
		name, dockerfile string
		want             []string
	}{
		{"the old form", "FROM deployer\nENV WAIT_FOR_READY_TIMEOUT 1800\n", []string{"WAIT_FOR_READY_TIMEOUT=1800"}},
		{"the new form, over lines", "FROM deployer\nenv TESTER_TIMEOUT=900 \\\n  # long\n  WAIT_FOR_READY_TIMEOUT=\"1800\"\n", []string{"TESTER_TIMEOUT=900", "WAIT_FOR_READY_TIMEOUT=1800"}},
		{"of an earlier stage", "FROM a AS build\nENV TESTER_TIMEOUT=900\nFROM b\n", nil},
		{"of a name", "FROM a\nENV TESTER_TIMEOUT=$LONG\n", nil},
		{"of something else", "FROM a\nENV PASSWORD=x\n", nil},
		{"in a comment", "FROM a\n# ENV TESTER_TIMEOUT=900\n", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			src, err := OpenFolder(writeFolder(t, map[string]string{"schema.yaml": "a: b\n", "manifest/a.yaml": "a: b\n", "deployer/Dockerfile": test.dockerfile}), FolderOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, src.Environment); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheImageHasTheDockerfilesTimeouts(t *testing.T) {
	src, err := OpenFolder(writeFolder(t, envsubstFolder, map[string]string{"Dockerfile": "FROM deployer\nENV TESTER_TIMEOUT 900\n"}), FolderOptions{})
	must(t, err)
	img, err := Build(t.Context(), src, BuildOptions{DeployerBinary: staticProgram(t), CacheDir: t.TempDir()})
	must(t, err)
	config, err := img.ConfigFile()
	must(t, err)
	if !slices.Contains(config.Config.Env, "TESTER_TIMEOUT=900") {
		t.Errorf("the environment is %q", config.Config.Env)
	}
}
