package api

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/chandler-dev/chandler/marketplace/domain"
	"github.com/chandler-dev/chandler/marketplace/engine"
	"github.com/chandler-dev/chandler/marketplace/store"
	"github.com/chandler-dev/chandler/schema"
)

// VersionForm is what is needed to install a version.
type VersionForm struct {
	Schema   json.RawMessage `json:"schema" doc:"JSON Schema (2020-12) of the values"`
	UISchema json.RawMessage `json:"uiSchema" doc:"In the vocabulary of react-jsonschema-form"`
	Help     string          `json:"help,omitempty" doc:"Sanitised HTML"`
	// Defaults are the values that the parameters have if nothing is set.
	Defaults map[string]any `json:"defaults"`
	// Secret are the parameters whose values are never shown.
	Secret []string `json:"secret"`
}

func (s *Server) getVersionForm(ctx context.Context, in *InVersion) (*answer[VersionForm], error) {
	return view(ctx, s, func(tx store.Tx, p *domain.Principal) (VersionForm, error) {
		if err := seeForm(tx, p, in.Version); err != nil {
			return VersionForm{}, err
		}
		k, err := settingsOf(tx, in.Version)
		if err != nil {
			return VersionForm{}, err
		}
		return k.form()
	})
}

// seeForm lets see the form who may see the version, and who has an instance of it, whatever became of it.
func seeForm(tx store.Tx, p *domain.Principal, version string) error {
	_, err := seeVersion(tx, p, version)
	if err == nil || p.User == "" {
		return err
	}
	own, failed := tx.ListInstances(scoped(p, store.InstanceQuery{Version: version}), store.Page{Limit: 1})
	if failed != nil || own.Total > 0 {
		return failed
	}
	return err
}

// settings are what can be set of a version.
type settings struct {
	schema *schema.Schema
	drawn  struct {
		Schema   map[string]any `json:"schema"`
		UISchema map[string]any `json:"uiSchema"`
		Help     string         `json:"help"`
	}
	// asked are the parameters that users are asked for, or may carry on: not name and namespace, which come with the instance.
	asked []*schema.Property
}

// settingsOf reads what can be set of a version.
func settingsOf(tx store.Tx, version string) (*settings, error) {
	files, err := tx.GetFiles(version)
	if err != nil {
		return nil, err
	}
	k := &settings{}
	if k.schema, err = schema.Parse("schema.yaml", files.Schema); err != nil {
		return nil, fmt.Errorf("read the schema of version %s: %w", version, err)
	}
	if err := json.Unmarshal(files.Form, &k.drawn); err != nil {
		return nil, fmt.Errorf("read the form of version %s: %w", version, err)
	}
	fields, _ := k.drawn.Schema["properties"].(map[string]any)
	for _, p := range k.schema.Properties {
		if _, drawn := fields[p.Name]; drawn && p.X != schema.Name && p.X != schema.Namespace {
			k.asked = append(k.asked, p)
		}
	}
	return k, nil
}

// form gives the form without name and namespace.
func (k *settings) form() (VersionForm, error) {
	fields, _ := k.drawn.Schema["properties"].(map[string]any)
	asked := map[string]any{}
	for _, p := range k.asked {
		asked[p.Name] = fields[p.Name]
	}
	drawn, ui := maps.Clone(k.drawn.Schema), maps.Clone(k.drawn.UISchema)
	drawn["properties"] = asked
	drawn["required"] = onlyAsked(drawn["required"], asked)
	ui["ui:order"] = onlyAsked(ui["ui:order"], asked)
	for name := range fields {
		if _, is := asked[name]; !is {
			delete(ui, name)
		}
	}
	out := VersionForm{Help: k.drawn.Help, Defaults: map[string]any{}, Secret: k.secrets()}
	for name, v := range k.defaults() {
		if v != nil && !slices.Contains(out.Secret, name) {
			out.Defaults[name] = v
		}
	}
	var err error
	if out.Schema, err = json.Marshal(drawn); err != nil {
		return out, err
	}
	out.UISchema, err = json.Marshal(ui)
	return out, err
}

func onlyAsked(names any, asked map[string]any) []any {
	all, _ := names.([]any)
	return slices.DeleteFunc(slices.Clone(all), func(n any) bool {
		name, _ := n.(string)
		_, is := asked[name]
		return !is && name != "*"
	})
}

// defaults are the parameters with their defaults; nil for those without.
func (k *settings) defaults() domain.Parameters {
	all := domain.Parameters{}
	for _, p := range k.asked {
		all[p.Name] = nil
		if p.HasDefault {
			all[p.Name] = p.Default
		}
	}
	return all
}

// secrets are the parameters whose values are never shown.
func (k *settings) secrets() []string {
	names := []string{}
	for _, p := range k.asked {
		if engine.Secret(p) {
			names = append(names, p.Name)
		}
	}
	return names
}
