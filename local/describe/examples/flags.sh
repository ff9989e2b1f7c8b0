#: GET /api/flags
curl -sS "$API/api/flags"

#: PUT /api/flags/{name}
curl -sS -X PUT "$API/api/flags/new_player" -H "Authorization: Bearer $ADMIN_TOKEN" -H 'Content-Type: application/json' \
  -d '{"enabled": true, "description": "The player with chapters"}'

#: DELETE /api/flags/{name}
curl -sS -X DELETE "$API/api/flags/new_player" -H "Authorization: Bearer $ADMIN_TOKEN"
