package artifacts

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing/fstest"

	"github.com/chandler-dev/chandler/images"
	"github.com/chandler-dev/chandler/scaffold"
)

// RunWorker is what the program of Options.Worker does, and nothing else: it bounds its own process, reads one piece of
// work from in, and writes what it found to out. The error is for standard error, with exit status 1.
func RunWorker(ctx context.Context, in io.Reader, out io.Writer) error {
	var w work
	if err := json.NewDecoder(in).Decode(&w); err != nil {
		return fmt.Errorf("read the work: %w", err)
	}
	if err := confine(w.Limits); err != nil {
		return err
	}
	findings, err := w.do(ctx)
	var upload *UploadError
	switch {
	case errors.As(err, &upload):
		return json.NewEncoder(out).Encode(workResult{Problems: upload.Problems})
	case err != nil:
		return err
	}
	return json.NewEncoder(out).Encode(workResult{Findings: *findings})
}

func (w work) do(ctx context.Context) (*Findings, error) {
	if len(w.Chart) == 0 {
		return examine(ctx, os.DirFS(filepath.Join(w.Dir, filesRoot)), w.Name, w.Prefix)
	}
	files, err := unpack(w.Chart, w.Limits)
	if err != nil {
		return nil, err
	}
	versions, err := publishedVersions(files)
	if err != nil {
		return nil, err
	}
	findings, err := w.adapt(ctx, files, versions[0])
	if err != nil && len(versions) > 1 {
		// A chart with an Application of its own says the app's version there.
		if again, e := w.adapt(ctx, files, versions[1]); e == nil {
			return again, nil
		}
	}
	if err != nil {
		return nil, err
	}
	return findings, nil
}

// publishedVersions gives the versions that the package may have: the chart's, then the app's.
func publishedVersions(files map[string][]byte) ([]string, error) {
	c := &chartCheck{files: files}
	if !c.readMetadata() {
		return nil, c.problems.err()
	}
	var versions []string
	for _, version := range []string{c.metadata.Version, c.metadata.AppVersion} {
		if made, ok := scaffold.Semantic(version); ok && !slices.Contains(versions, made) {
			versions = append(versions, made)
		}
	}
	if len(versions) == 0 {
		return nil, refused(metadataFile, "no semantic version can be made of the chart's", "write version: 1.0.0")
	}
	return versions, nil
}

// adapt makes a package of a chart, writes it to the worker's folder, and examines it.
func (w work) adapt(ctx context.Context, files map[string][]byte, version string) (*Findings, error) {
	chart := fstest.MapFS{}
	for name, data := range files {
		chart[name] = &fstest.MapFile{Data: data, Mode: 0o644}
	}
	made, err := scaffold.FromChart(ctx, chart, scaffold.Options{Name: w.Name, Title: w.Title, Version: version, AllValues: true, KeepImages: true})
	if err != nil {
		return nil, refused("", err.Error(), "")
	}
	dir := filepath.Join(w.Dir, packageRoot)
	if err := os.RemoveAll(dir); err != nil {
		return nil, err
	}
	if err := scaffold.Write(dir, made, nil); err != nil {
		return nil, err
	}
	source, err := images.OpenFolder(dir, images.FolderOptions{})
	if err != nil {
		return nil, refused("", err.Error(), "")
	}
	findings, err := examine(ctx, source.Files, made.Name, "")
	if err != nil {
		return nil, err
	}
	findings.Notes = made.Notes
	return findings, nil
}
