{{/*
One process as Deployment and Service, and a budget for disruptions where there is more than one of it.
Takes a dict: root, process (its name and command), port, and which of these it reads: rules, database, slack, subscriptions.
*/}}
{{- define "tocsin.process" -}}
{{- $root := .root -}}
{{- $values := index $root.Values .process -}}
{{- $name := printf "%s-%s" (include "tocsin.fullname" $root) .process -}}
{{- $slack := and .slack $root.Values.slack.existingSecret.name -}}
{{- $subscriptions := and .subscriptions $root.Values.subscriptions.existingSecret.name -}}
{{- if $values.replicas -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ $name }}
  labels: {{- include "tocsin.labels" . | nindent 4 }}
spec:
  replicas: {{ $values.replicas }}
  selector:
    matchLabels: {{- include "tocsin.selector" . | nindent 6 }}
  template:
    metadata:
      labels: {{- include "tocsin.labels" . | nindent 8 }}
      {{- with $root.Values.podAnnotations }}
      annotations: {{- toYaml . | nindent 8 }}
      {{- end }}
    spec:
      {{- include "tocsin.pod" $root | nindent 6 }}
      serviceAccountName: {{ include "tocsin.fullname" $root }}
      terminationGracePeriodSeconds: 45 # a process finishes what is under way in 20 s
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels: {{- include "tocsin.selector" . | nindent 14 }}
      containers:
        - name: {{ .process }}
          {{- include "tocsin.container" $root | nindent 10 }}
          args: [{{ .process }}]
          env:
            {{- include "tocsin.streamEnv" $root | nindent 12 }}
            - {name: TOCSIN_HTTP_BIND, value: "0.0.0.0"}
            - {name: TOCSIN_HTTP_PORT, value: {{ .port | quote }}}
            {{- if .rules }}
            - {name: TOCSIN_RULES_DIRECTORY, value: /etc/tocsin/rules}
            {{- end }}
            {{- if .database }}
            - {name: TOCSIN_DATABASE_URL_FILE, value: /etc/tocsin/database/url}
            {{- end }}
            {{- if $slack }}
            - {name: TOCSIN_SLACK_WEBHOOK_URL_FILE, value: /etc/tocsin/slack/url}
            {{- end }}
            {{- if $subscriptions }}
            - {name: TOCSIN_SUBSCRIPTIONS_FILE, value: /etc/tocsin/subscriptions/{{ $root.Values.subscriptions.existingSecret.key }}}
            {{- end }}
            {{- if hasKey $values "processes" }}
            - {name: TOCSIN_POOL_PROCESSES, value: {{ $values.processes | quote }}}
            {{- end }}
            {{- range $variable, $value := $values.env }}
            - {name: {{ $variable }}, value: {{ $value | quote }}}
            {{- end }}
          ports:
            - {name: http, containerPort: {{ .port }}, protocol: TCP}
          startupProbe: # the first start may wait for the broker, and reads the language data
            httpGet: {path: /healthz/live, port: http}
            periodSeconds: 2
            failureThreshold: 60
          livenessProbe:
            httpGet: {path: /healthz/live, port: http}
            periodSeconds: 10
            timeoutSeconds: 5
            failureThreshold: 6
          readinessProbe:
            httpGet: {path: /healthz/ready, port: http}
            periodSeconds: 5
            timeoutSeconds: 3
          resources: {{- toYaml $values.resources | nindent 12 }}
          volumeMounts:
            - {name: tmp, mountPath: /tmp}
            {{- if .rules }}
            - {name: rules, mountPath: /etc/tocsin/rules, readOnly: true}
            {{- end }}
            {{- if .database }}
            - {name: database, mountPath: /etc/tocsin/database, readOnly: true}
            {{- end }}
            {{- if $slack }}
            - {name: slack, mountPath: /etc/tocsin/slack, readOnly: true}
            {{- end }}
            {{- if $subscriptions }}
            - {name: subscriptions, mountPath: /etc/tocsin/subscriptions, readOnly: true}
            {{- end }}
      volumes:
        - {name: tmp, emptyDir: {}}
        {{- if .rules }}
        - {name: rules, configMap: {name: {{ include "tocsin.rulesConfigMap" $root }}}}
        {{- end }}
        {{- if .database }}
        - name: database
          secret:
            secretName: {{ required "database.existingSecret.name is required: a Secret with postgresql://..." $root.Values.database.existingSecret.name }}
            items: [{key: {{ $root.Values.database.existingSecret.key | quote }}, path: url}]
            defaultMode: 0440
        {{- end }}
        {{- if $slack }}
        - name: slack
          secret:
            secretName: {{ $slack }}
            items: [{key: {{ $root.Values.slack.existingSecret.key | quote }}, path: url}]
            defaultMode: 0440
        {{- end }}
        {{- if $subscriptions }}
        - name: subscriptions
          secret:
            secretName: {{ $subscriptions }} # with every key, since the file names the others
            defaultMode: 0440
        {{- end }}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ $name }}
  labels: {{- include "tocsin.labels" . | nindent 4 }}
spec:
  selector: {{- include "tocsin.selector" . | nindent 4 }}
  ports:
    - {name: http, port: {{ .port }}, targetPort: http, protocol: TCP}
{{- if gt (int $values.replicas) 1 }}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ $name }}
  labels: {{- include "tocsin.labels" . | nindent 4 }}
spec:
  maxUnavailable: 1
  selector:
    matchLabels: {{- include "tocsin.selector" . | nindent 6 }}
{{- end }}
{{- end }}
{{- end -}}
