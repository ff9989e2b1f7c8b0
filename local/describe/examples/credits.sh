#: GET /api/credits
curl -sS "$API/api/credits?limit=10" -H "Authorization: Bearer $TOKEN"

#: POST /api/credits/checkout
curl -sS "$API/api/credits/checkout" -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
  -d '{"credits": 10, "return_to": "'"$RETURN_TO"'"}'
