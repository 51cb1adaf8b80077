"""Writes optimizers.json: steps of every optimiser, with clipped gradients, frozen parameters and schedules, from PyTorch
in float64.

Run with Debian's python3-torch (1.13.1) in this folder: /usr/bin/python3 make_optimizers.py
All starting numbers are exact in float32, so that both sides start from the same ones.
"""
import golden
import torch

torch.manual_seed(31)
OPTIMIZERS = {"Sgd": torch.optim.SGD, "Adam": torch.optim.Adam, "AdamW": torch.optim.AdamW}
SHAPES = [(5, 3), (17,), (1,)]
ROWS = 4


def run(name, optimizer, clip_norm=None, clip_value=None, frozen=(), **settings):
    """The loss is the mean of squared differences, summed over three parameters; those in `frozen` do not learn in steps 1 and 2."""
    parameters = [golden.exact(torch.randn(shape)).requires_grad_() for shape in SHAPES]
    targets = [golden.exact(torch.randn(shape)) for shape in SHAPES]
    case = dict(
        name=name, optimizer=optimizer, shapes=[list(shape) for shape in SHAPES], clipNorm=clip_norm, clipValue=clip_value, frozen=list(frozen),
        settings=settings, start=golden.flats(parameters), targets=golden.flats(targets))
    chosen = OPTIMIZERS[optimizer](parameters, **settings)
    after, norms = [], []
    for step in range(5):
        for index in frozen:
            parameters[index].requires_grad_(step not in (1, 2))
        chosen.zero_grad(set_to_none=True)
        sum(torch.nn.functional.mse_loss(value, target) for value, target in zip(parameters, targets)).backward()
        if clip_norm is not None:
            norms.append(float(torch.nn.utils.clip_grad_norm_(parameters, clip_norm)))
        if clip_value is not None:
            torch.nn.utils.clip_grad_value_(parameters, clip_value)
        chosen.step()
        after.append(golden.flats(parameters))
    case["after"] = after
    case["norms"] = norms
    return case


def schedule(name, kind, losses, rate=0.1, **settings):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=rate)
    made = {
        "Step": torch.optim.lr_scheduler.StepLR,
        "Cosine": torch.optim.lr_scheduler.CosineAnnealingLR,
        "Plateau": torch.optim.lr_scheduler.ReduceLROnPlateau,
    }[kind](optimizer, **settings)
    rates = []
    for loss in losses:
        optimizer.step()
        made.step(*([loss] if kind == "Plateau" else []))
        rates.append(optimizer.param_groups[0]["lr"])
    return dict(name=name, schedule=kind, rate=rate, losses=losses, settings=settings, rates=rates)


FALLING = [1.0 / (1 + step) for step in range(12)]
STUCK = [1.0, 0.8, 0.8, 0.79995, 0.81, 0.8, 0.9, 0.5, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.1]

CASES = [
    run("sgd", "Sgd", lr=0.1),
    run("sgd-decay", "Sgd", lr=0.2, weight_decay=0.05),
    run("sgd-momentum", "Sgd", lr=0.3, momentum=0.9),
    run("sgd-nesterov", "Sgd", lr=0.3, momentum=0.8, nesterov=True, weight_decay=0.01),
    run("sgd-norm", "Sgd", lr=0.5, clip_norm=0.3),
    run("sgd-norm-far", "Sgd", lr=0.1, clip_norm=100.0),
    run("sgd-value", "Sgd", lr=0.5, clip_value=0.1),
    run("sgd-momentum-frozen", "Sgd", lr=0.3, momentum=0.9, frozen=(0,)),
    run("adam", "Adam", lr=0.05),
    run("adam-decay", "Adam", lr=0.02, betas=(0.8, 0.99), eps=1e-6, weight_decay=0.1),
    run("adam-norm", "Adam", lr=0.05, clip_norm=0.5),
    run("adam-frozen", "Adam", lr=0.05, frozen=(1,)),
    run("adamw", "AdamW", lr=0.05),
    run("adamw-decay", "AdamW", lr=0.02, betas=(0.85, 0.98), eps=1e-7, weight_decay=0.5),
    run("adamw-no-decay", "AdamW", lr=0.02, weight_decay=0.0),
    run("adamw-frozen", "AdamW", lr=0.05, weight_decay=0.2, frozen=(0, 2)),
    schedule("step", "Step", FALLING, step_size=3, gamma=0.5),
    schedule("step-every", "Step", FALLING, step_size=1, gamma=0.9),
    schedule("cosine", "Cosine", FALLING, T_max=12, eta_min=0.01),
    schedule("cosine-to-zero", "Cosine", FALLING[:5], T_max=5),
    schedule("plateau", "Plateau", STUCK, factor=0.5, patience=1),
    schedule("plateau-cooldown", "Plateau", STUCK, factor=0.1, patience=0, cooldown=2, min_lr=0.004),
    schedule("plateau-threshold", "Plateau", STUCK, factor=0.3, patience=2, threshold=0.5),
]


golden.write("optimizers.json", CASES)
