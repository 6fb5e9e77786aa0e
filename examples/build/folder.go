package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"

	"github.com/chandler-dev/chandler/images"
	"github.com/chandler-dev/chandler/images/debian"
	"github.com/chandler-dev/chandler/schema"
)

// buildFolder makes the images of one package folder.
func buildFolder(ctx context.Context, dir string) error {
	version, err := publishedVersion(filepath.Join(dir, "schema.yaml"))
	if err != nil {
		return err
	}
	recipe, err := readRecipe(filepath.Join(dir, "images.yaml"))
	if err != nil {
		return err
	}
	versions, err := debian.Resolve(ctx, recipe.Packages)
	if err != nil {
		return err
	}
	if has := debian.Upstream(versions[recipe.VersionOf]); recipe.VersionOf != "" && has != version {
		fmt.Fprintf(os.Stderr, "%s: schema.yaml says %s, but this machine's Debian has %s %s; the images hold that\n", dir, version, recipe.VersionOf, has)
	}
	started := time.Now()
	packages, found, err := debian.Packages(ctx, recipe, versions)
	if err != nil {
		return err
	}
	if !found {
		fmt.Printf("%s: unpacked %v in %.1f s\n", dir, recipe.Packages, time.Since(started).Seconds())
	}
	if err := os.MkdirAll(filepath.Join(dir, "images"), 0o755); err != nil {
		return err
	}
	for _, image := range recipe.Images {
		if err := buildImage(dir, image, version, packages); err != nil {
			return err
		}
	}
	return nil
}

func publishedVersion(file string) (string, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	s, err := schema.Parse(file, data)
	if err != nil {
		return "", err
	}
	return s.PublishedVersion, nil
}

func readRecipe(file string) (*debian.Recipe, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return debian.Parse(file, data)
}

// buildImage makes one image and writes its archive, unless the one that is there is the same.
func buildImage(dir string, image debian.Image, version string, packages v1.Layer) error {
	img, err := debian.Build(packages, image, version, os.DirFS(dir))
	if err != nil {
		return err
	}
	file := "app.tar"
	if image.Name != "" {
		file = image.Name + ".tar"
	}
	path, ref := filepath.Join(dir, "images", file), reference(dir, image.Name, version)
	written, err := images.UpdateArchive(path, ref, img)
	if err != nil || !written {
		return err
	}
	size, err := archiveSize(path)
	fmt.Printf("%s: %s, %.1f MB\n", path, ref, size)
	return err
}

// reference is the name under which `chandler verify` wants an image of the folder.
func reference(dir, image, version string) string {
	ref := "chandler.local/" + filepath.Base(absolute(dir))
	if image != "" {
		ref += "/" + image
	}
	return ref + ":" + version
}

// absolute makes a folder given as "." tell its name.
func absolute(dir string) string {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return dir
	}
	return abs
}

// archiveSize is in megabytes.
func archiveSize(path string) (float64, error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	return float64(info.Size()) / 1e6, nil
}
