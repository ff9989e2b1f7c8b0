#: GET /api/auth/verify
curl -sS -i "$API/api/auth/verify" -H "Authorization: Bearer $TOKEN"
