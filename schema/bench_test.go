package schema

import (
	"crypto/rand"
	"path/filepath"
	"testing"
	"time"
)

func BenchmarkCheckOfAllRealSchemas(b *testing.B) {
	var files [][]byte
	for _, dir := range conformancePackages(b) {
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
	for _, dir := range conformancePackages(b) {
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
