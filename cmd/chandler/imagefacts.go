package main

import (
	"fmt"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// compressedSize is what a pull of the image moves, in bytes; 0 if it can't be told.
func compressedSize(img v1.Image) int64 {
	layers, err := img.Layers()
	if err != nil {
		return 0
	}
	var sum int64
	for _, l := range layers {
		if size, err := l.Size(); err == nil {
			sum += size
		}
	}
	return sum
}

// isOfChandler tells whether the image runs Chandler's deployer, which reports its progress.
func isOfChandler(img v1.Image) bool {
	config, err := img.ConfigFile()
	return err == nil && config.Config.Labels[programLabel] != ""
}

// byDigest names an image by its content, so that a tag that moves can't change what runs.
func byDigest(reference, digest string) (string, error) {
	ref, err := name.ParseReference(reference)
	if err != nil {
		return "", fmt.Errorf("image %s: %w", reference, err)
	}
	return ref.Context().Name() + "@" + digest, nil
}
