import json, os, sys, torch
from safetensors.torch import save_file

bundle = sys.argv[1]
first, last = torch.nn.Linear(4, 16), torch.nn.Linear(16, 2 + 3)  # 2 classes, then 3 experts
model = torch.nn.Sequential(first, torch.nn.ReLU(), last)  # train it with your own loop here
os.makedirs(bundle, exist_ok=True)
save_file({f"layers.{i}.{name}": value.contiguous() for i, layer in enumerate([first, last])
           for name, value in layer.state_dict().items()}, f"{bundle}/weights.safetensors")
json.dump({"format": "deferral-model/1", "surrogate": "ova", "classes": ["benign", "malignant"],
           "experts": ["radiologist-1", "radiologist-2", "radiologist-3"],
           "network": {"input": 4, "hidden": [16], "activation": "relu"}}, open(f"{bundle}/manifest.json", "w"))
print(model(torch.ones(1, 4)).tolist()[0])  # what the service's logits must be
