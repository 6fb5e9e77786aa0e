package verifier

import (
	"archive/tar"
	"bytes"
	"context"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/tarball"

	"github.com/chandler-dev/chandler/images"
	"github.com/chandler-dev/chandler/verifier/report"
)

// foreignSource is the good package with a deployer that is not Chandler's: a script that says what it likes.
func foreignSource(t *testing.T, file, script string) Source {
	t.Helper()
	source := folderSource(t, good)
	archive := filepath.Join(t.TempDir(), "foreign.tar")
	source.Prepare = func(ctx context.Context) (Image, error) {
		base, err := images.OpenImage(ctx, testApp)
		if err != nil {
			return Image{}, err
		}
		layer, err := tarball.LayerFromOpener(func() (io.ReadCloser, error) {
			return io.NopCloser(bytes.NewReader(scriptLayer(t, file, script))), nil
		})
		if err != nil {
			return Image{}, err
		}
		img, err := mutate.AppendLayers(base, layer)
		if err != nil {
			return Image{}, err
		}
		digest, err := img.Digest()
		if err != nil {
			return Image{}, err
		}
		out := Image{Reference: "chandler.local/foreign/deployer:" + digest.Hex[:12], Archives: []string{archive}}
		return out, images.WriteArchive(archive, out.Reference, img)
	}
	return source
}

func scriptLayer(t *testing.T, name, script string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	text := "#!/bin/busybox sh\n" + script
	if err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o755, Size: int64(len(text))}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestADeployerOfAnotherMakeIsJudgedByItsExitCode(t *testing.T) {
	const entry = "bin/deploy_with_tests.sh"
	for name, c := range map[string]struct {
		file, script, step string
		verdict            report.Verdict
		words              []string
	}{
		"exits 0":      {entry, "echo deploying; echo SMOKE_TEST ok", StepTest, report.Passed, []string{"exit code 0"}},
		"no testers":   {entry, "echo SMOKE_TEST No tester manifest found at /data/tester.yaml.", StepTest, report.Skipped, []string{"no testers"}},
		"exits 7":      {entry, "echo deploying; echo could not deploy; exit 7", StepInstall, report.Failed, []string{"exited with code 7", "could not deploy"}},
		"cannot start": {"bin/other.sh", "", StepInstall, report.Failed, []string{"deploy_with_tests.sh"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			target := testTarget(t)
			source := foreignSource(t, c.file, c.script)
			var out strings.Builder
			r, err := Verify(t.Context(), Options{Source: source, Target: target, Reporter: report.NewPlain(&out)})
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("\n%s", out.String())
			if s := r.Step(c.step); s.Verdict != c.verdict {
				t.Errorf("%s is %s, want %s", c.step, s.Verdict, c.verdict)
			}
			for _, w := range c.words {
				if !strings.Contains(out.String(), w) {
					t.Errorf("the report does not say %q", w)
				}
			}
		})
	}
}
