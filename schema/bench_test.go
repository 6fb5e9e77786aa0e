package schema

import (
	"crypto/rand"
	"path/filepath"
	"testing"
	"time"

	"github.com/chandler-dev/chandler/internal/conformance"
)

func BenchmarkCheckOfAllRealSchemas(b *testing.B) {
	var files [][]byte
	for _, dir := range conformance.Packages(b) {
		files = append(files, read(b, dir, "schema.yaml"))
	}
	for b.Loop() {
		for _, data := range files {
			s, err := Parse("schema.yaml", data)
			if err != nil {
				b.Fatal(err)
			}
			_ = s.Check()
		}
	}
}

func BenchmarkResolve(b *testing.B) {
	for _, dir := range conformance.Packages(b) {
		if filepath.Base(dir) != "wordpress" {
			continue
		}
		s, _ := loadBoth(b, dir)
		given, err := ParseValues("parameters.yaml", read(b, dir, "install", "parameters.yaml"))
		if err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			if _, err := Resolve(s, given, Environment{Rand: rand.Reader, Now: time.Unix(1e9, 0)}); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkResolveHeld resolves the real schema with the most patterns, with a value for each of its rules.
func BenchmarkResolveHeld(b *testing.B) {
	for _, dir := range conformance.Packages(b) {
		if filepath.Base(dir) != "consul" {
			continue
		}
		s, _ := loadBoth(b, dir)
		given, err := ParseValues("parameters.yaml", read(b, dir, "install", "parameters.yaml"))
		if err != nil {
			b.Fatal(err)
		}
		for _, p := range s.Properties {
			if !p.rules.none() {
				given[p.Name] = map[Type]any{TypeString: "1", TypeInteger: 3}[p.Type]
			}
		}
		for b.Loop() {
			if _, err := Resolve(s, given, Environment{Rand: rand.Reader, Now: time.Unix(1e9, 0)}); err != nil {
				b.Fatal(err)
			}
		}
	}
}
