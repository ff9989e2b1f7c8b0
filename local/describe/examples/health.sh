#: GET /api/health
curl -sS "$API/api/health"

#: GET /api/health/live
curl -sS "$API/api/health/live"
