{{- define "redis.labels" -}}
app.kubernetes.io/name: {{ .Release.Name }}
app.kubernetes.io/component: database
{{- end }}
