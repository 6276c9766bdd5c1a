"""Writes baselines.json: values of scikit-learn 1.2.1 and SciPy 1.10.1. Run with /usr/bin/python3 in this folder."""
import json

import numpy as np
from scipy.stats import t as student
from sklearn.cluster import KMeans
from sklearn.covariance import LedoitWolf
from sklearn.ensemble import IsolationForest
from sklearn.ensemble._iforest import _average_path_length


def points(count, width):
    values = [[np.sin(1 + i * (1.3 + 0.7 * j)) + 0.5 * np.cos(i * 0.11) * (j + 1) for j in range(width)] for i in range(count)]
    return np.array(values, dtype=np.float32).astype(float)


def run_lengths(series, mean, kappa, alpha, beta, mean_run_length):
    """Adams and MacKay 2007, algorithm 1, every run length kept."""
    hazard = 1 / mean_run_length
    p, m, k, a, b = (np.array([v]) for v in (1.0, mean, kappa, alpha, beta))
    rows = {"log_prediction": [], "level": [], "shorter_than_5": []}
    for x in series:
        density = student.pdf(x, 2 * a, m, np.sqrt(b * (k + 1) / (a * k)))
        grown, changed = p * density * (1 - hazard), (p * density * hazard).sum()
        evidence = grown.sum() + changed
        p = np.append(changed, grown) / evidence
        b = np.append(beta, b + k * (x - m) ** 2 / (2 * (k + 1)))
        m = np.append(mean, (k * m + x) / (k + 1))
        k, a = np.append(kappa, k + 1), np.append(alpha, a + 0.5)
        rows["log_prediction"].append(float(np.log(evidence)))
        rows["level"].append(float((p * m).sum()))
        rows["shorter_than_5"].append(float(p[:5].sum()))
    return rows


few, many = points(60, 4), points(500, 3)
shrunk = LedoitWolf().fit(few)
three = np.array([[i % 3 * 10 + np.sin(i * 1.7), i % 3 % 2 * 8 + np.cos(i * 2.3)] for i in range(90)], dtype=np.float32).astype(float)
queries = [[0, 0, 0], [2, 2, 3], [6, 6, 6], [0.5, -1, 1]]
forests = [IsolationForest(n_estimators=1000, max_samples=256, random_state=seed).fit(many) for seed in range(5)]
steps = [round(float(np.sin(i * 0.9) * 0.3 + (2 if 20 <= i < 32 else 0)), 4) for i in range(40)]
golden = {
    "expected_path_length": {str(n): float(_average_path_length(np.array([n]))[0]) for n in (1, 2, 3, 10, 256, 5000)},
    "isolation_forest": {"queries": queries, "scores": np.mean([-f.score_samples(queries) for f in forests], axis=0).tolist()},
    "ledoit_wolf": {"covariance": shrunk.covariance_.ravel().tolist(), "squared_distances": shrunk.mahalanobis(few[:5]).tolist()},
    "kmeans": {"inertia": float(KMeans(n_clusters=3, n_init=10, random_state=0).fit(three).inertia_)},
    "change_points": {"series": steps} | run_lengths(steps, 0, 0.1, 1, 0.1, 50),
}
with open("baselines.json", "w") as file:
    json.dump(golden, file, separators=(",", ":"))
    file.write("\n")
