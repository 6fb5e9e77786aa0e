package api

import "github.com/danielgtaylor/huma/v2"

func unfinished() error { return huma.Error501NotImplemented("not built yet") }
